package io.tidegate.core.control;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Form of the loop's configuration; the values are validated by the component. */
@ObjectClassDefinition(id = ControlComponent.PID, name = "Control loop")
@interface ControlConfig {
  @AttributeDefinition(
      name = "Inbox capacity",
      description = "Inputs that may wait, 100 to 1,000,000; takes effect at the next start")
  int inbox_capacity() default 10_000;

  @AttributeDefinition(
      name = "Commands durable first",
      description =
          "Whether a grid command is on disk before the loop acts on it; otherwise before it is answered")
  boolean command_durable_first() default true;
}
