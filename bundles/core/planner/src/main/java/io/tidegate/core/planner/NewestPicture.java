package io.tidegate.core.planner;

import io.tidegate.api.control.DecisionListener;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.SitePicture;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Holds the newest picture for the planner. A component of its own: the control loop binds
 * listeners, so the listener itself must not need anything of the loop's.
 */
@Component(service = {DecisionListener.class, NewestPicture.class})
public final class NewestPicture implements DecisionListener {
  private volatile SitePicture picture;

  @Override
  public void decided(DecisionView view) {
    picture = view.picture();
  }

  Optional<SitePicture> get() {
    return Optional.ofNullable(picture);
  }
}
