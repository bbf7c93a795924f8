package io.tidegate.api.modbus;

/** A request that got no good answer. */
public final class ModbusException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String code;

  /**
   * @param code {@code ERR_MODBUS_EXCEPTION_02} for an illegal data address and likewise for the
   *     other exception codes, {@code ERR_MODBUS_TIMEOUT}, {@code ERR_MODBUS_CONN}, {@code
   *     ERR_MODBUS_BUSY} (the bounded queue is full), {@code ERR_MODBUS_ANSWER} (wrong unit,
   *     function or length)
   */
  public ModbusException(String code, String sentence, Throwable cause) {
    super(code + ": " + sentence, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
