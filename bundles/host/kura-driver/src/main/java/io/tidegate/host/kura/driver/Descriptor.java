package io.tidegate.host.kura.driver;

import java.util.List;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.core.configuration.metatype.Toption;
import org.eclipse.kura.core.configuration.metatype.Tscalar;
import org.eclipse.kura.driver.ChannelDescriptor;

/** The fields of a channel, as Kura's console shows them: it wants its own class, not any AD. */
final class Descriptor implements ChannelDescriptor {

  @Override
  public Object getDescriptor() {
    Tad point = field(Channel.POINT, "What the channel is about", Point.EVSE_POWER.text());
    for (Point each : Point.values()) {
      Toption option = new Toption();
      option.setLabel(each.text() + ": " + each.meaning());
      option.setValue(each.text());
      point.setOption(option);
    }
    Tad subject =
        field(
            Channel.SUBJECT,
            "Name of the EVSE, the meter or the node in the site file; empty for the grid connection",
            "");
    subject.setRequired(false);
    return List.of(point, subject);
  }

  private static Tad field(String id, String description, String fallback) {
    Tad field = new Tad();
    field.setId(id);
    field.setName(id);
    field.setDescription(description);
    field.setType(Tscalar.STRING);
    field.setCardinality(0);
    field.setRequired(true);
    field.setDefault(fallback);
    return field;
  }
}
