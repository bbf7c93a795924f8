package org.eclipse.kura.core.configuration.metatype;

import org.eclipse.kura.configuration.metatype.AD;

public class Tad implements AD {
  public void setId(String value) {}

  public void setName(String value) {}

  public void setDescription(String value) {}

  public void setType(Tscalar value) {}

  public void setCardinality(Integer value) {}

  public void setDefault(String value) {}

  public void setRequired(Boolean value) {}

  public void setOption(Toption o) {}
}
