package io.tidegate.core.planner;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Form of the planner's configuration; the values are validated by the component. */
@ObjectClassDefinition(id = PlannerComponent.PID, name = "Planner")
@interface PlannerConfig {
  @AttributeDefinition(name = "Enabled", description = "Whether there is a plan at all")
  boolean enabled() default true;

  @AttributeDefinition(name = "Interval", description = "s between two plans, 1 to 3600")
  int interval_s() default 60;

  @AttributeDefinition(
      name = "Wear",
      description = "Cost of a kWh that goes out of a battery, in the currency of the prices")
  double wear_price() default 0.08;

  @AttributeDefinition(
      name = "Prices",
      description = "CSV file in config/ with start,import,export,load; empty for a flat price",
      required = false)
  String prices() default "";
}
