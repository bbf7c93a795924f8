package org.eclipse.kura.core.configuration.metatype;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.kura.configuration.metatype.AD;

/** A double that remembers. */
public class Tad implements AD {
  private final List<Toption> options = new ArrayList<>();
  private String id;
  private Boolean required;
  private Tscalar type;

  public void setId(String id) {
    this.id = id;
  }

  public String getId() {
    return id;
  }

  public void setName(String name) {}

  public void setDescription(String description) {}

  public void setType(Tscalar type) {
    this.type = type;
  }

  public Tscalar type() {
    return type;
  }

  public void setCardinality(Integer cardinality) {}

  public void setDefault(String fallback) {}

  public void setRequired(Boolean required) {
    this.required = required;
  }

  public boolean isRequired() {
    return required;
  }

  public void setOption(Toption option) {
    options.add(option);
  }

  public List<Toption> options() {
    return options;
  }
}
