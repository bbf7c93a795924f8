package io.tidegate.hardware.profiles;

import java.util.List;
import java.util.Map;

/**
 * A gateway model as its profile describes it.
 *
 * @param model name of the file without its ending
 * @param title what it is
 * @param devices everything that shows up in the file system
 * @param wiring buses and meters that come with the model
 */
record Profile(String model, String title, List<Device> devices, List<Wiring> wiring) {

  /**
   * A device of the model.
   *
   * @param name how the site calls it
   * @param path where the kernel shows it; empty where it has no path of its own (GPIO lines and
   *     ADC channels are found by label when they are used)
   * @param expected its absence is worth a word
   */
  record Device(String name, String path, boolean expected) {}

  /**
   * A factory configuration that the profile brings.
   *
   * @param factoryPid of the component
   * @param name of the instance
   * @param properties its configuration
   */
  record Wiring(String factoryPid, String name, Map<String, String> properties) {
    String pid() {
      return factoryPid + '~' + name;
    }
  }
}
