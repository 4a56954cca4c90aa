// RTNeural: ModelT of LSTMLayerT or GRULayerT and DenseT, without sample-rate correction. RNNGEN_FAST_MATHS: with a maths provider of ours in the place of
// its default one.
#include <RTNeural/RTNeural.h>

#include "recurrent_network.h"

namespace {

using rnngen::CellKind;
using rnngen::Matrix;
using rnngen::Parameters;

#if RNNGEN_FAST_MATHS
// tanh as x (135135 + 17325 x^2 + 378 x^4 + x^6) / (135135 + 62370 x^2 + 3150 x^4 + 28 x^6), its Pade approximant, where that is near enough to +-1.
struct FastMaths {
#if RTNEURAL_USE_XSIMD
    template <typename T>
    static T tanh(const T& x) {
        T clamped = xsimd::min(xsimd::max(x, T(-limit)), T(limit)), square = clamped * clamped;
        return clamped * (c0 + square * (c1 + square * (c2 + square))) / (c0 + square * (d1 + square * (d2 + square * d3)));
    }

    template <typename T>
    static T sigmoid(const T& x) {
        return 0.5f + 0.5f * tanh(T(0.5f * x));
    }
#else
    template <typename Matrix>
    static auto tanh(const Matrix& x) {
        auto clamped = x.array().min(limit).max(-limit).eval();
        auto square = (clamped * clamped).eval();
        return (clamped * (c0 + square * (c1 + square * (c2 + square))) / (c0 + square * (d1 + square * (d2 + square * d3)))).eval();
    }

    template <typename Matrix>
    static auto sigmoid(const Matrix& x) {
        return (0.5f + 0.5f * tanh(0.5f * x.array())).eval();
    }
#endif

private:
    static constexpr float limit = 4.97f, c0 = 135135, c1 = 17325, c2 = 378, d1 = 62370, d2 = 3150, d3 = 28;
};

using Maths = FastMaths;
#else
using Maths = RTNeural::DefaultMathsProvider;
#endif

constexpr auto noCorrection = RTNeural::SampleRateCorrectionMode::None;

template <CellKind kind, int input, int hidden>
using Layer = std::conditional_t<kind == CellKind::lstm, RTNeural::LSTMLayerT<float, input, hidden, noCorrection, Maths>,
    RTNeural::GRULayerT<float, input, hidden, noCorrection, Maths>>;

template <CellKind kind, int hidden, int layers>
struct ModelOf;

template <CellKind kind, int hidden>
struct ModelOf<kind, hidden, 1> {
    using type = RTNeural::ModelT<float, 1, 1, Layer<kind, 1, hidden>, RTNeural::DenseT<float, hidden, 1>>;
};

template <CellKind kind, int hidden>
struct ModelOf<kind, hidden, 2> {
    using type = RTNeural::ModelT<float, 1, 1, Layer<kind, 1, hidden>, Layer<kind, hidden, hidden>, RTNeural::DenseT<float, hidden, 1>>;
};

// Keras has the update gate before the reset gate, PyTorch after it.
void swapUpdateAndReset(Matrix& rows, int hidden) {
    for (std::vector<float>& row : rows) {
        std::swap_ranges(row.begin(), row.begin() + hidden, row.begin() + hidden);
    }
}

template <CellKind kind, int hidden, int layers>
class Model {
public:
    explicit Model(Parameters& parameters) {
        load<0>(parameters, 1);
        if constexpr (layers == 2) {
            load<1>(parameters, hidden);
        }

        auto& dense = _model.template get<layers>();
        dense.setWeights(parameters.matrix(1, hidden));
        std::vector<float> bias = parameters.vector(1);
        dense.setBias(bias.data());
    }

    void reset() { _model.reset(); }

    float step(const float* input) { return _model.forward(input); }

private:
    template <int index>
    void load(Parameters& parameters, int input) {
        constexpr int gates = kind == CellKind::lstm ? 4 : 3;
        Matrix kernel = rnngen::transpose(parameters.matrix(gates * hidden, input));
        Matrix recurrent = rnngen::transpose(parameters.matrix(gates * hidden, hidden));
        Matrix biases = parameters.matrix(2, gates * hidden);
        auto& layer = _model.template get<index>();
        if constexpr (kind == CellKind::lstm) {
            layer.setBVals(rnngen::sum(biases[0], biases[1]));
        } else {
            swapUpdateAndReset(kernel, hidden);
            swapUpdateAndReset(recurrent, hidden);
            swapUpdateAndReset(biases, hidden);
            layer.setBVals(biases);
        }

        layer.setWVals(kernel);
        layer.setUVals(recurrent);
    }

    typename ModelOf<kind, hidden, layers>::type _model;
};

}  // namespace

const char* rnngen_network_version() { return RNNGEN_VERSION; }

void* rnngen_network_create(int kind, int hidden, int layers, const float* values, int count) {
    Parameters parameters(values, count);
    std::unique_ptr<rnngen::Network> network = static_cast<CellKind>(kind) == CellKind::lstm
        ? rnngen::createOfKind<Model, CellKind::lstm>(hidden, layers, parameters)
        : rnngen::createOfKind<Model, CellKind::gru>(hidden, layers, parameters);
    return parameters.atEnd() ? network.release() : nullptr;
}
