package consort.coordinator.cli;

import consort.certs.Address;
import consort.certs.CertsException;
import consort.certs.Fingerprint;
import consort.certs.Name;
import consort.settings.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The kinds of values that options take, each with the words that say what is accepted. */
final class FlagValues {

    private FlagValues() {
    }

    static void register(CommandLine line) {
        ITypeConverter<Long> whole = numbers("is not a whole number", Long::valueOf);
        ITypeConverter<Integer> small = numbers("is not a whole number of at most " + Integer.MAX_VALUE, Integer::valueOf);
        line.registerConverter(Address.class, certified(Address::parse))
                .registerConverter(Name.class, certified(Name::new))
                .registerConverter(Fingerprint.class, certified(Fingerprint::new))
                .registerConverter(Duration.class, FlagValues::duration)
                .registerConverter(BigDecimal.class, numbers("is not a number: write it as 1.84", FlagValues::decimal))
                .registerConverter(Long.class, whole)
                .registerConverter(long.class, whole)
                .registerConverter(int.class, small);
    }

    private static <T> ITypeConverter<T> certified(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (CertsException unfit) {
                throw new TypeConversionException(unfit.getMessage());
            }
        };
    }

    private static <T> ITypeConverter<T> numbers(String complaint, Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (NumberFormatException unfit) {
                throw new TypeConversionException("\"" + text + "\" " + complaint);
            }
        };
    }

    /** Plain digits: exponents would only hide a slip. */
    private static BigDecimal decimal(String text) {
        if (!text.matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?")) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException unfit) {
            throw new TypeConversionException(unfit.getMessage());
        }
    }
}
