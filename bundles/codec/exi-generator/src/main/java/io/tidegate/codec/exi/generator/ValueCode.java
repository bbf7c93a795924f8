package io.tidegate.codec.exi.generator;

/** Expressions that read and write a value of a simple type. */
final class ValueCode {
  private ValueCode() {}

  static String read(Scalar scalar, JavaTypes types, Code code) {
    return switch (scalar.kind()) {
      case BOOLEAN -> "reader.bool()";
      case TEXT -> "reader.text(" + lengths(scalar) + ")";
      case BINARY -> "reader.binary(" + lengths(scalar) + ")";
      case WORDS ->
          code.use(types.of(scalar, false))
              + ".at(reader.word("
              + scalar.bits()
              + ", "
              + scalar.words().words().size()
              + "))";
      case NUMBER -> number(scalar);
    };
  }

  private static String number(Scalar scalar) {
    if (scalar.small()) {
      return "reader.small("
          + scalar.bits()
          + ", "
          + scalar.lowest()
          + ", "
          + scalar.highest()
          + ")";
    }
    if (!scalar.fitsLong()) {
      return scalar.signed() ? "reader.integer()" : "reader.natural()";
    }
    String call =
        (scalar.signed() ? "reader.signed(" : "reader.unsigned(")
            + literal(scalar.lowest())
            + ", "
            + literal(scalar.highest())
            + ")";
    return scalar.fitsInt() ? "(int) " + call : call;
  }

  private static String lengths(Scalar scalar) {
    return scalar.leastLength()
        + ", "
        + (scalar.greatestLength() == Integer.MAX_VALUE
            ? "Integer.MAX_VALUE"
            : scalar.greatestLength());
  }

  static String literal(long value) {
    if (value == Long.MIN_VALUE) {
      return "Long.MIN_VALUE";
    }
    return value + (value > Integer.MAX_VALUE || value < Integer.MIN_VALUE ? "L" : "");
  }

  static String write(Scalar scalar, String value) {
    return switch (scalar.kind()) {
      case BOOLEAN -> "writer.bool(" + value + ");";
      case TEXT -> "writer.text(" + value + ");";
      case BINARY -> "writer.binary(" + value + ");";
      case WORDS -> "writer.bits(" + value + ".ordinal(), " + scalar.bits() + ");";
      case NUMBER -> {
        if (scalar.small()) {
          String offset = scalar.lowest() == 0 ? "" : " - (" + scalar.lowest() + ")";
          yield "writer.bits(" + value + offset + ", " + scalar.bits() + ");";
        }
        yield "writer." + (scalar.signed() ? "signed(" : "unsigned(") + value + ");";
      }
    };
  }

  /**
   * A statement that refuses what the simple type does not allow; empty if Java's type suffices.
   */
  static String check(Scalar scalar, String value, String name, Code code, JavaTypes types) {
    String check = code.use(types.runtime.name("Check"));
    return switch (scalar.kind()) {
      case BOOLEAN -> "";
      case WORDS ->
          code.use("java.util.Objects") + ".requireNonNull(" + value + ", \"" + name + "\");";
      case TEXT -> check + ".text(" + value + ", " + lengths(scalar) + ", \"" + name + "\");";
      case BINARY -> check + ".binary(" + value + ", " + lengths(scalar) + ", \"" + name + "\");";
      case NUMBER ->
          scalar.fitsLong()
              ? check
                  + ".range("
                  + value
                  + ", "
                  + literal(scalar.lowest())
                  + ", "
                  + literal(scalar.highest())
                  + ", \""
                  + name
                  + "\");"
              : code.use("java.util.Objects") + ".requireNonNull(" + value + ", \"" + name + "\");";
    };
  }
}
