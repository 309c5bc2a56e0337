package consort.worker.metering;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * NVIDIA's management library, as far as energy needs it. Its functions return 0 for success and write results where they are told to
 * (NVML API reference, "Device Queries"). Loaded once, for the life of the process.
 */
@SuppressWarnings("restricted") // It is native code.
final class Nvml {

    private static final int UUID_BYTES = 96;
    private static final int SUCCESS = 0;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    private final MethodHandle count;
    private final MethodHandle handle;
    private final MethodHandle uuid;
    private final MethodHandle energy;
    private final MethodHandle defaultLimit;

    private Nvml(SymbolLookup library) {
        count = function(library, "nvmlDeviceGetCount_v2", FunctionDescriptor.of(INT, POINTER));
        handle = function(library, "nvmlDeviceGetHandleByIndex_v2", FunctionDescriptor.of(INT, INT, POINTER));
        uuid = function(library, "nvmlDeviceGetUUID", FunctionDescriptor.of(INT, POINTER, POINTER, INT));
        energy = function(library, "nvmlDeviceGetTotalEnergyConsumption", FunctionDescriptor.of(INT, POINTER, POINTER));
        defaultLimit = function(library, "nvmlDeviceGetPowerManagementDefaultLimit", FunctionDescriptor.of(INT, POINTER, POINTER));
    }

    /** @param library such as {@code libnvidia-ml.so.1}; empty where it is not, lacks a function or cannot begin */
    static Optional<Nvml> load(String library) {
        try {
            SymbolLookup lookup = SymbolLookup.libraryLookup(library, Arena.global());
            Nvml nvml = new Nvml(lookup);
            return (int) function(lookup, "nvmlInit_v2", FunctionDescriptor.of(INT)).invokeExact() == SUCCESS
                    ? Optional.of(nvml) : Optional.empty();
        } catch (Throwable absent) {
            return Optional.empty();
        }
    }

    /** How many GPUs there are. */
    OptionalInt count() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(INT);
            return (int) count.invokeExact(result) == SUCCESS ? OptionalInt.of(result.get(INT, 0)) : OptionalInt.empty();
        } catch (Throwable failed) {
            return OptionalInt.empty();
        }
    }

    /** What the maker calls one GPU, which no other is called. */
    Optional<String> uuid(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(UUID_BYTES);
            return (int) uuid.invokeExact(device(arena, index), result, UUID_BYTES) == SUCCESS
                    ? Optional.of(result.getString(0)) : Optional.empty();
        } catch (Throwable failed) {
            return Optional.empty();
        }
    }

    /** Millijoules of one GPU since its driver was loaded. Since Volta. */
    OptionalLong energyMillijoules(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.JAVA_LONG);
            return (int) energy.invokeExact(device(arena, index), result) == SUCCESS
                    ? OptionalLong.of(result.get(ValueLayout.JAVA_LONG, 0)) : OptionalLong.empty();
        } catch (Throwable failed) {
            return OptionalLong.empty();
        }
    }

    /** The power limit with which one GPU was made, in milliwatts. */
    OptionalLong ratedMilliwatts(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(INT);
            return (int) defaultLimit.invokeExact(device(arena, index), result) == SUCCESS
                    ? OptionalLong.of(Integer.toUnsignedLong(result.get(INT, 0))) : OptionalLong.empty();
        } catch (Throwable failed) {
            return OptionalLong.empty();
        }
    }

    private MemorySegment device(Arena arena, int index) throws Throwable {
        MemorySegment result = arena.allocate(POINTER);
        if ((int) handle.invokeExact(index, result) != SUCCESS) {
            throw new IllegalStateException("no GPU " + index);
        }
        return result.get(POINTER, 0);
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor form) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), form);
    }
}
