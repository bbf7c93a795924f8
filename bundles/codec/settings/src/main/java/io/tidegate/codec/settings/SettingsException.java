package io.tidegate.codec.settings;

import java.util.List;

/**
 * A configuration that is refused. The message is one sentence a problem, each with file and field.
 */
public final class SettingsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public SettingsException(List<String> problems) {
    super(String.join("; ", problems));
  }
}
