package org.eclipse.kura.type;

public interface TypedValue<T> extends Comparable<TypedValue<T>> {
  DataType getType();

  T getValue();
}
