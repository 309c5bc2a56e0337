package consort.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The contract fixes every bit, so that these give the same as [ScalarKernelsTest]'s.
class VectorKernelsTest extends KernelsContract {
    @Override
    Kernels kernels() {
        return new VectorKernels();
    }

    @Test
    void isTheChoiceWhereTheModuleIsThere() {
        assertThat(Kernels.best()).isInstanceOf(VectorKernels.class);
    }
}
