package consort.model.tensor;

import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/// The signature of a set of tensors: names, element types and shapes.
///
/// @param tensors in the order of names
public record Layout(NavigableMap<String, TensorType> tensors) {
    public Layout {
        tensors = NameOrder.sortedCopy(tensors);
    }

    public static Layout of(Map<String, TensorType> tensors) {
        return new Layout(NameOrder.sortedCopy(tensors));
    }

    /// The names in order.
    public NavigableSet<String> names() {
        return tensors.navigableKeySet();
    }

    /// The type of a tensor that is known to be there.
    ///
    /// @throws IllegalArgumentException if it is not
    public TensorType type(String name) {
        TensorType type = tensors.get(name);
        if (type == null) {
            throw new IllegalArgumentException("no tensor " + Names.quoted(name));
        }
        return type;
    }

    /// Elements of all tensors.
    public long elements() {
        return tensors.values().stream().mapToLong(TensorType::elements).reduce(0, Math::addExact);
    }

    /// Bytes of all tensors' data.
    public long dataBytes() {
        return tensors.values().stream().mapToLong(TensorType::bytes).reduce(0, Math::addExact);
    }

    /// Bytes of the canonical file of these tensors, its header included.
    ///
    /// @throws IllegalArgumentException if a name cannot stand in a header
    public long fileBytes() {
        return Math.addExact(HeaderWriter.encode(this).length, dataBytes());
    }

    /// The part of this layout that has these names; names it does not have are left out.
    public Layout only(Set<String> names) {
        return filtered((name, type) -> names.contains(name));
    }

    /// The tensors of one element type.
    public Layout only(DType dtype) {
        return filtered((name, type) -> type.dtype() == dtype);
    }

    private Layout filtered(BiPredicate<String, TensorType> kept) {
        NavigableMap<String, TensorType> part = new TreeMap<>(NameOrder.UTF8);
        tensors.forEach((name, type) -> {
            if (kept.test(name, type)) {
                part.put(name, type);
            }
        });
        return new Layout(part);
    }

    /// The first way, in the order of names, in which this layout is not `expected`, as a phrase for a message; empty if
    /// they are equal.
    public Optional<String> differenceFrom(Layout expected) {
        return expected.missingIn(this)
                .or(() -> tensors.keySet().stream()
                        .filter(name -> !expected.tensors.containsKey(name))
                        .map(name -> "tensor " + Names.quoted(name) + " is not expected")
                        .findFirst());
    }

    /// The first tensor of this layout that `other` lacks or holds with another type; other tensors of `other` do not
    /// matter.
    public Optional<String> missingIn(Layout other) {
        for (Map.Entry<String, TensorType> entry : tensors.entrySet()) {
            TensorType found = other.tensors.get(entry.getKey());
            if (found == null) {
                return Optional.of("tensor " + Names.quoted(entry.getKey()) + " is missing");
            }
            if (!found.equals(entry.getValue())) {
                return Optional.of("tensor " + Names.quoted(entry.getKey()) + " is " + found + " where "
                        + entry.getValue() + " is expected");
            }
        }
        return Optional.empty();
    }
}
