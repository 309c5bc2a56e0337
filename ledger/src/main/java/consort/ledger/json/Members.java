package consort.ledger.json;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The members of an object, in two arrays: there are few, and objects are read by the million. Never changes. */
final class Members extends AbstractMap<String, JsonValue> implements SortedMap<String, JsonValue> {

    private final String[] names;
    private final JsonValue[] values;

    private Members(String[] names, JsonValue[] values) {
        this.names = names;
        this.values = values;
    }

    /** @param names whole, ascending by their UTF-16 code units, each once; as many count as {@code count} says */
    static Members ofSorted(String[] names, JsonValue[] values, int count) {
        return new Members(Arrays.copyOf(names, count), Arrays.copyOf(values, count));
    }

    /** @throws JsonException when a name is not of whole Unicode characters */
    static Members of(Map<String, JsonValue> members) {
        TreeMap<String, JsonValue> sorted = new TreeMap<>();
        sorted.putAll(members);
        sorted.keySet().forEach(JsonString::requireWhole);
        return new Members(sorted.keySet().toArray(String[]::new), sorted.values().toArray(JsonValue[]::new));
    }

    /** The place of a name, from 0; negative when there is no such member. */
    int place(String name) {
        return Arrays.binarySearch(names, name);
    }

    String name(int place) {
        return names[place];
    }

    JsonValue value(int place) {
        return values[place];
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    @Override
    public JsonValue get(Object name) {
        int place = name instanceof String text ? place(text) : -1;
        return place < 0 ? null : values[place];
    }

    @Override
    public Set<Map.Entry<String, JsonValue>> entrySet() {
        return new AbstractSet<>() {

            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Map.Entry<String, JsonValue>> iterator() {
                return IntStream.range(0, names.length).mapToObj(place -> Map.entry(names[place], values[place])).iterator();
            }
        };
    }

    @Override
    public Comparator<? super String> comparator() {
        return null;
    }

    @Override
    public SortedMap<String, JsonValue> subMap(String from, String to) {
        return asTree().subMap(from, to);
    }

    @Override
    public SortedMap<String, JsonValue> headMap(String to) {
        return asTree().headMap(to);
    }

    @Override
    public SortedMap<String, JsonValue> tailMap(String from) {
        return asTree().tailMap(from);
    }

    @Override
    public String firstKey() {
        return requireSome().names[0];
    }

    @Override
    public String lastKey() {
        return requireSome().names[names.length - 1];
    }

    private Members requireSome() {
        if (names.length == 0) {
            throw new NoSuchElementException();
        }
        return this;
    }

    private SortedMap<String, JsonValue> asTree() {
        return Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, JsonValue>) this));
    }
}
