package org.eclipse.kura.core.configuration.metatype;

public enum Tscalar {
  STRING,
  LONG,
  DOUBLE,
  FLOAT,
  INTEGER,
  BYTE,
  CHAR,
  BOOLEAN,
  SHORT,
  PASSWORD
}
