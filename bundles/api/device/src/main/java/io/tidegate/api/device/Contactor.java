package io.tidegate.api.device;

/** A contactor with feedback of what it really does. */
public interface Contactor extends Relay {
  /** Level of the auxiliary contact: true is closed. */
  Reading<Boolean> feedback();
}
