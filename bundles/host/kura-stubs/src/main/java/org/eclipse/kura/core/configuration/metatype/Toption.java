package org.eclipse.kura.core.configuration.metatype;

import org.eclipse.kura.configuration.metatype.Option;

public class Toption implements Option {
  public void setLabel(String value) {}

  public void setValue(String value) {}
}
