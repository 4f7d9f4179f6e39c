// Shapes
