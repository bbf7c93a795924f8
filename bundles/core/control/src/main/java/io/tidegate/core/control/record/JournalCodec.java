package io.tidegate.core.control.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tidegate.api.control.Decision;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.StampedInput;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.quantity.SessionId;
import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.SiteModel;
import io.tidegate.core.control.state.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Journal bodies as JSON: readable with any SQLite shell, exact to the bit (doubles are written in
 * their shortest round-trip form, {@code NaN} and infinities as strings). Thread-safe.
 */
public final class JournalCodec {
  private final ObjectMapper mapper = mapper();
  private final InputWriter frequent = new InputWriter(mapper.getFactory());

  private static ObjectMapper mapper() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .addModule(siteTypes())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .addMixIn(SiteInput.class, TypedByName.class);
    for (Class<?> id :
        List.of(
            CommandId.class, ControllerId.class, EvseId.class, SessionId.class, StationId.class)) {
      builder.addMixIn(id, ByValue.class);
    }
    for (Class<?> type : SiteInput.class.getPermittedSubclasses()) {
      builder.registerSubtypes(
          new com.fasterxml.jackson.databind.jsontype.NamedType(type, type.getSimpleName()));
    }
    return builder.build();
  }

  private static SimpleModule siteTypes() {
    SimpleModule module = new SimpleModule();
    module.addKeyDeserializer(
        StationId.class,
        new KeyDeserializer() {
          @Override
          public Object deserializeKey(String key, DeserializationContext context) {
            return new StationId(key);
          }
        });
    module.setMixInAnnotation(SiteModel.class, SiteModelByParts.class);
    return module;
  }

  public byte[] encode(StampedInput input) {
    byte[] written = frequent.write(input);
    return written == null ? write(input) : written;
  }

  public StampedInput decodeInput(byte[] body) throws IOException {
    return mapper.readValue(body, StampedInput.class);
  }

  public byte[] encode(Decision decision) {
    return write(decision);
  }

  public Decision decodeDecision(byte[] body) throws IOException {
    return mapper.readValue(body, Decision.class);
  }

  public byte[] encode(Checkpoint checkpoint) {
    return write(checkpoint);
  }

  public Checkpoint decodeCheckpoint(byte[] body) throws IOException {
    return mapper.readValue(body, Checkpoint.class);
  }

  /** Canonical: equal commands have equal bytes. */
  public byte[] encode(GridCommand command) {
    return write(command);
  }

  public GridCommand decodeCommand(byte[] body) throws IOException {
    return mapper.readValue(body, GridCommand.class);
  }

  /** As the mapper has it. */
  byte[] write(Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("journal body of " + value.getClass().getSimpleName(), e);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  private interface TypedByName {}

  /** Identifiers are plain strings. */
  @SuppressWarnings("UnusedVariable") // a mix-in: only its annotations matter
  private abstract static class ByValue {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    ByValue(String value) {}

    @JsonValue
    abstract String value();
  }

  @JsonIgnoreProperties(ignoreUnknown = false)
  @com.fasterxml.jackson.databind.annotation.JsonSerialize(converter = SiteModelParts.Take.class)
  @com.fasterxml.jackson.databind.annotation.JsonDeserialize(converter = SiteModelParts.Make.class)
  private interface SiteModelByParts {}
}
