package consort.worker.preflight;

import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Whether the devices that are lent are there, as far as {@code nvidia-smi} sees devices.
 *
 * @param lent read when the check looks
 */
public record DevicesCheck(Machine machine, IntSupplier lent) implements Check {

    @Override
    public String name() {
        return "devices";
    }

    @Override
    public List<String> needs() {
        return List.of(ConfigurationCheck.NAME);
    }

    @Override
    public Finding look() {
        int devices = lent.getAsInt();
        String lends = "worker.yaml lends " + devices + "; ";
        Optional<Machine.Gpus> gpus = machine.nvidia();
        if (gpus.isEmpty()) {
            String none = lends + "there is no nvidia-smi here, so no NVIDIA GPU is known";
            return devices == 1 ? Finding.ok(none + ": a CPU, or a GPU of another make")
                    : Finding.unknown(none, "see that there are " + devices + " devices that the trainer can use, or lower devices: in worker.yaml");
        }
        if (!gpus.get().failure().isEmpty()) {
            return Finding.problem(lends + "nvidia-smi fails: " + gpus.get().failure(), "mend the driver, or lend the CPU and take"
                    + " nvidia-smi out of PATH");
        }
        String seen = lends + "nvidia-smi lists " + gpus.get().count();
        return gpus.get().count() >= devices ? Finding.ok(seen)
                : Finding.problem(seen, "lower devices: in worker.yaml, or see why the driver does not show the others");
    }
}
