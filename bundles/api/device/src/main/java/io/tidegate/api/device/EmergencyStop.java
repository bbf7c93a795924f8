package io.tidegate.api.device;

/** An emergency stop; broken wire counts as pressed. */
public interface EmergencyStop extends Device {
  Reading<Boolean> pressed();
}
