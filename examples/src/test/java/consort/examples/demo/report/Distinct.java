package consort.examples.demo.report;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Makes a record of which every figure, however deep, is another; nothing is absent, and each list has one element. */
final class Distinct {

    private final List<String> figures = new ArrayList<>();
    private int last = 1000;

    /** What was put in, as text. */
    List<String> figures() {
        return figures;
    }

    <R extends Record> R make(Class<R> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : components) {
            values.add(value(component.getGenericType()));
        }
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(types).newInstance(values.toArray());
    }

    private Object value(Type type) throws ReflectiveOperationException {
        return switch (type) {
            case ParameterizedType generic when generic.getRawType() == List.class -> List.of(argument(generic, 0));
            case ParameterizedType generic when generic.getRawType() == Optional.class -> Optional.of(argument(generic, 0));
            case ParameterizedType generic when generic.getRawType() == Map.class ->
                    Map.of(generic.getActualTypeArguments()[0] == String.class ? noted("role " + ++last)
                            : Result.Stage.SETTLING, argument(generic, 1));
            case Class<?> plain when plain.isRecord() -> make(plain.asSubclass(Record.class));
            case Class<?> plain when plain == int.class || plain == Integer.class -> noted(++last);
            case Class<?> plain when plain == long.class || plain == Long.class -> noted((long) ++last);
            case Class<?> plain when plain == double.class -> noted(++last + 0.5);
            case Class<?> plain when plain == String.class -> noted("text " + ++last);
            case Class<?> plain when plain == OptionalLong.class -> OptionalLong.of(noted((long) ++last));
            default -> throw new IllegalArgumentException("no example of " + type);
        };
    }

    private Object argument(ParameterizedType type, int index) throws ReflectiveOperationException {
        return value(type.getActualTypeArguments()[index]);
    }

    private <T> T noted(T value) {
        figures.add(value.toString());
        return value;
    }
}
