package org.eclipse.kura.type;

public final class TypedValues {
  private TypedValues() {}

  public static TypedValue<?> newTypedValue(Object value) {
    return null;
  }
}
