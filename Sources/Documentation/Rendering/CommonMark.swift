import CMark

/// Markdown as HTML, by cmark-gfm: CommonMark with tables, raw HTML left out.
struct CommonMark {
  /// Makes the HTML of a block of code, from its language and text; nil leaves it plain.
  let code: (String, String) -> String?
  /// Where a name in backticks leads; nil leaves it without a link.
  let target: (String) -> String?

  /// The HTML of a text.
  func html(_ markdown: String) -> String {
    guard !markdown.isEmpty else { return "" }
    cmark_gfm_core_extensions_ensure_registered()
    guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return escapedHTML(markdown) }
    defer { cmark_parser_free(parser) }
    if let tables = cmark_find_syntax_extension("table") {
      cmark_parser_attach_syntax_extension(parser, tables)
    }
    cmark_parser_feed(parser, markdown, markdown.utf8.count)
    guard let document = cmark_parser_finish(parser) else { return escapedHTML(markdown) }
    defer { cmark_node_free(document) }
    replaceCode(in: document)
    let extensions = cmark_parser_get_syntax_extensions(parser)
    guard let text = cmark_render_html(document, CMARK_OPT_DEFAULT, extensions) else { return "" }
    defer { cmark_get_default_mem_allocator().pointee.free(text) }
    return String(cString: text)
  }

  /// Puts our own HTML in the place of code.
  private func replaceCode(in document: OpaquePointer) {
    var found: [(OpaquePointer, isBlock: Bool)] = []
    let iterator = cmark_iter_new(document)
    defer { cmark_iter_free(iterator) }
    while cmark_iter_next(iterator) != CMARK_EVENT_DONE {
      guard let node = cmark_iter_get_node(iterator) else { continue }
      let type = cmark_node_get_type(node)
      if type == CMARK_NODE_CODE_BLOCK { found.append((node, true)) }
      if type == CMARK_NODE_CODE { found.append((node, false)) }
    }
    for (node, isBlock) in found {
      let text = String(cString: cmark_node_get_literal(node))
      let html: String?
      if isBlock {
        html = code(String(cString: cmark_node_get_fence_info(node)), text)
      } else {
        html = target(text).map {
          "<a href=\"\(escapedHTML($0))\"><code>\(escapedHTML(text))</code></a>"
        }
      }
      guard let html,
        let own = cmark_node_new(isBlock ? CMARK_NODE_CUSTOM_BLOCK : CMARK_NODE_CUSTOM_INLINE)
      else { continue }
      cmark_node_set_on_enter(own, html)
      cmark_node_replace(node, own)
      cmark_node_free(node)
    }
  }
}
