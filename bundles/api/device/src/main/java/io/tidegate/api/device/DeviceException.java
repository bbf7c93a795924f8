package io.tidegate.api.device;

/** A device did not do what it was asked. */
public final class DeviceException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String code;

  /**
   * @param code catalogue code, e.g. {@code ERR_MODBUS_EXCEPTION_02}
   */
  public DeviceException(String code, String sentence, Throwable cause) {
    super(code + ": " + sentence, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
