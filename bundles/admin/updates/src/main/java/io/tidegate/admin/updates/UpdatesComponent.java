package io.tidegate.admin.updates;

import org.osgi.service.component.annotations.Component;

/** The updater as a service. */
@Component(
    name = UpdatesComponent.PID,
    service = {},
    immediate = true)
public final class UpdatesComponent {
  static final String PID = "io.tidegate.admin.updates";
}
