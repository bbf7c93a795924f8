package io.tidegate.codec.ocpp.json.v21;

/** Type of a variable. */
public enum DataType {
  STRING,
  DECIMAL,
  INTEGER,
  DATE_TIME,
  BOOLEAN,
  OPTION_LIST,
  SEQUENCE_LIST,
  MEMBER_LIST
}
