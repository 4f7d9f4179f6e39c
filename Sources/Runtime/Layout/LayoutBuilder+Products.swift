import MartletShapes

/// An operand of a product in the form that products take.
private struct MatrixForm {
  /// Whether it is stored with the axis that is summed over first (on the left).
  var isTransposed: Bool
  /// The elements between rows as stored.
  var stride: Int
  /// The elements between matrices of a batch.
  var batchStride: Int

  /// The form of a matrix [rows, columns] whose elements lie as said; `nil` if there is none.
  init?(rows: CollapsedAxes, columns: CollapsedAxes, batch: CollapsedAxes) {
    batchStride = batch.stride
    if columns.count <= 1 || columns.stride == 1,
      rows.count <= 1 || rows.stride >= columns.count
    {
      isTransposed = false
      stride = rows.count <= 1 ? max(columns.count, 1) : rows.stride
    } else if rows.count <= 1 || rows.stride == 1,
      columns.count <= 1 || columns.stride >= rows.count
    {
      isTransposed = true
      stride = columns.count <= 1 ? max(rows.count, 1) : columns.stride
    } else {
      return nil
    }
  }
}

extension LayoutBuilder {
  /// Lays out a product.
  mutating func layOut(_ plan: ProductPlan) -> Step {
    let (rows, columns) = (product(plan.rows), product(plan.columns))
    let (depth, batch) = (product(plan.depth), product(plan.batch))
    var gemm = Gemm(plan.element, rows: rows, columns: columns, depth: depth, batch: batch)
    var copies: [TileStep] = []
    let left = place(
      plan.left, plan, inner: plan.rows, isLeft: true, gemm: &gemm, copies: &copies)
    let right = place(
      plan.right, plan, inner: plan.columns, isLeft: false, gemm: &gemm, copies: &copies)
    let update = plan.update.map { update in
      ProductStep.Update(
        alpha: factor(update.alpha), beta: factor(update.beta),
        base: .init(
          storage: update.base, byte: numbers[update.baseOffset] * plan.element.size),
        byteCount: rows * columns * batch * plan.element.size)
    }
    return ProductStep(
      gemm, left: left, right: right, target: plan.target, copies: copies, update: update)
  }

  /// A factor with the bytes where its scalars are.
  private func factor(_ factor: ProductPlan.Update.Factor) -> ProductStep.Factor {
    ProductStep.Factor(
      constant: factor.constant,
      scalars: factor.scalars.map { scalar in
        let byte = numbers[scalar.offset] * scalar.element.size
        return (.init(storage: scalar.storage, byte: byte), scalar.element == .f64)
      })
  }

  /// Finds the form of an operand, or copies it to [batch, free, contracted].
  private mutating func place(
    _ operand: ProductPlan.Operand, _ plan: ProductPlan, inner: [Int], isLeft: Bool,
    gemm: inout Gemm, copies: inout [TileStep]
  ) -> ProductStep.Place {
    let (batch, free, depth) = (values(plan.batch), values(inner), values(plan.depth))
    let freeAxes = CollapsedAxes(sizes: free, strides: values(operand.free))
    let depthAxes = CollapsedAxes(sizes: depth, strides: values(operand.contracted))
    let batchAxes = CollapsedAxes(sizes: batch, strides: values(operand.batch))
    // On the left the matrix is [free, contracted], on the right [contracted, free].
    let form = freeAxes.flatMap { free in
      depthAxes.flatMap { depth in
        batchAxes.flatMap { batch in
          isLeft
            ? MatrixForm(rows: free, columns: depth, batch: batch)
            : MatrixForm(rows: depth, columns: free, batch: batch)
        }
      }
    }
    if let form {
      gemm.set(isLeft, form.isTransposed, form.stride, form.batchStride)
      return ProductStep.Place(
        storage: operand.storage, byte: numbers[operand.offset] * plan.element.size)
    }
    let space = batch + free + depth
    let count = space.reduce(1, *)
    let strides = values(operand.batch) + values(operand.free) + values(operand.contracted)
    bytes[operand.scratch] = count * plan.element.size
    let dense = space.indices.map { axis in space[(axis + 1)...].reduce(1, *) }
    let tiles = TileProgram(
      type: .moving(plan.element), space: space,
      inputs: [
        .init(
          storage: operand.storage, element: plan.element, register: 0, strides: strides,
          offset: numbers[operand.offset])
      ],
      outputs: [
        .init(
          storage: operand.scratch, element: plan.element, register: 0, strides: dense, offset: 0)
      ])
    copies.append(TileStep(tiles, cost: 3, elementSize: plan.element.size))
    let depthCount = depth.reduce(1, *)
    gemm.set(isLeft, !isLeft, max(depthCount, 1), free.reduce(1, *) * depthCount)
    return ProductStep.Place(storage: operand.scratch, byte: 0)
  }
}

extension Gemm {
  /// Sets how one operand lies.
  fileprivate mutating func set(
    _ isLeft: Bool, _ isTransposed: Bool, _ stride: Int, _ batchStride: Int
  ) {
    if isLeft {
      (isLeftTransposed, leftStride, leftBatchStride) = (isTransposed, stride, batchStride)
    } else {
      (isRightTransposed, rightStride, rightBatchStride) = (isTransposed, stride, batchStride)
    }
  }
}
