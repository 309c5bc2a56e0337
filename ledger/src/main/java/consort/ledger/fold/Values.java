package consort.ledger.fold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of which there are few and that many rows name, by a number from 0. */
final class Values<T> {

    private final List<T> values;
    private final Map<T, Integer> numbers;

    Values() {
        values = new ArrayList<>();
        numbers = new HashMap<>();
    }

    Values(Values<T> other) {
        values = new ArrayList<>(other.values);
        numbers = new HashMap<>(other.numbers);
    }

    int number(T value) {
        Integer known = numbers.putIfAbsent(value, values.size());
        if (known != null) {
            return known;
        }
        values.add(value);
        return values.size() - 1;
    }

    /** The number of a value and 1; 0 for none. */
    int place(Optional<T> value) {
        return value.map(one -> number(one) + 1).orElse(0);
    }

    Optional<T> at(int place) {
        return place == 0 ? Optional.empty() : Optional.of(values.get(place - 1));
    }

    T value(int number) {
        return values.get(number);
    }
}
