package io.tidegate.api.site;

/** What a node of the supply tree is. The root is always the grid connection. */
public enum NodeKind {
  GRID,
  TRANSFORMER,
  FEEDER
}
