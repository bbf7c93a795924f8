package io.tidegate.codec.exi.iso15118;

import io.tidegate.codec.exi.generator.Model;
import io.tidegate.codec.exi.generator.Scalar;
import io.tidegate.codec.exi.generator.Schema.Occurs;
import io.tidegate.codec.exi.generator.Schema.Reference;

/**
 * Messages with everything, or with nothing that may be left out; of alternatives one after the
 * other.
 */
final class GoldenTrees extends RandomTrees {
  private final boolean full;
  private final boolean signed;
  private int turn;

  GoldenTrees(Model model, boolean full, boolean signed, int turn) {
    super(model, turn);
    this.full = full;
    this.signed = signed;
    this.turn = turn;
  }

  @Override
  boolean wanted(Reference reference) {
    return signed || !reference.target().endsWith("Signature");
  }

  @Override
  int pick(int several) {
    return turn++ % several;
  }

  /** Short, so that the file stays readable. */
  @Override
  int length(Scalar scalar) {
    int min = scalar.min() == null ? 1 : Math.max(1, scalar.min().intValueExact());
    return Math.max(min, Math.min(super.length(scalar), full ? 8 : 3));
  }

  @Override
  int count(Occurs occurs) {
    return full ? Math.max(occurs.min(), Math.min(occurs.max(), 2)) : occurs.min();
  }
}
