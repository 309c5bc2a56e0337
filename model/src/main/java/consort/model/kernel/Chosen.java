package consort.model.kernel;

import jdk.incubator.vector.VectorShape;

/// The choice is made once, when a sum is first wanted: [VectorKernels] cannot even be loaded without its module, nor
/// where a register does not hold two doubles.
final class Chosen {
    static final Kernels BEST = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && Registers.areWide()
            ? new VectorKernels() : new ScalarKernels();

    private Chosen() {
    }

    /// A class of its own, loaded only where the module is there.
    private static final class Registers {
        private static boolean areWide() {
            return VectorShape.preferredShape().vectorBitSize() >= 2 * Double.SIZE;
        }
    }
}
