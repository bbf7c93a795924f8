package io.tidegate.admin.diagnostics;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Those parts of the report that gather services of their own. */
@Component(name = "io.tidegate.admin.diagnostics.sections", service = Sections.class)
public final class Sections {
  private final Trust trust;
  private final Vehicles vehicles;
  private final Releases releases;

  @Activate
  public Sections(
      @Reference Trust trust, @Reference Vehicles vehicles, @Reference Releases releases) {
    this.trust = trust;
    this.vehicles = vehicles;
    this.releases = releases;
  }

  Trust trust() {
    return trust;
  }

  Vehicles vehicles() {
    return vehicles;
  }

  Releases releases() {
    return releases;
  }
}
