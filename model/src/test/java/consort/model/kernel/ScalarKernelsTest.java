package consort.model.kernel;

class ScalarKernelsTest extends KernelsContract {
    @Override
    Kernels kernels() {
        return new ScalarKernels();
    }
}
