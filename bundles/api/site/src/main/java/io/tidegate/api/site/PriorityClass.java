package io.tidegate.api.site;

/**
 * Who is served first. Safety is no class that anyone can ask for: the envelope stands above all of
 * them.
 */
public enum PriorityClass {
  MUST_CHARGE,
  GRID_EMERGENCY,
  CONTRACT,
  ECONOMY
}
