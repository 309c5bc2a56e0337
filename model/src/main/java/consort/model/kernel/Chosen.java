package consort.model.kernel;

/// The choice is made once, when a sum is first wanted: [VectorKernels] cannot even be loaded without its module.
final class Chosen {
    static final Kernels BEST = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            ? new VectorKernels() : new ScalarKernels();

    private Chosen() {
    }
}
