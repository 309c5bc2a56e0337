package consort.ledger.fold;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Values as they stand in an entry, for messages to people. */
final class Shown {

    private Shown() {
    }

    static String text(Object value) {
        return switch (value) {
            case OptionalLong number -> number.isPresent() ? Long.toString(number.getAsLong()) : "none";
            case Optional<?> some -> some.map(Shown::text).orElse("none");
            case Collection<?> many -> many.stream().map(Shown::text).collect(Collectors.joining(", ", "[", "]"));
            case Enum<?> one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-');
            default -> value.toString();
        };
    }
}
