// NeuralAudio: its own LSTM of fixed sizes, with its own fast maths (its default). It has no GRU of its own.
#include <cmath>
#include <vector>

#include <NeuralAudio/LSTM.h>

#include "recurrent_network.h"

namespace {

using rnngen::CellKind;
using rnngen::Matrix;
using rnngen::Parameters;

template <CellKind kind, int hidden, int layers>
class Model {
public:
    explicit Model(Parameters& parameters) {
        for (int layer = 0; layer < layers; layer++) {
            NeuralAudio::LSTMLayerDef definition;
            definition.InputWeights = columns(parameters.matrix(4 * hidden, layer == 0 ? 1 : hidden));
            definition.HiddenWeights = columns(parameters.matrix(4 * hidden, hidden));
            Matrix biases = parameters.matrix(2, 4 * hidden);
            definition.BiasWeights = rnngen::sum(biases[0], biases[1]);
            _definition.Layers.push_back(definition);
        }

        _definition.HeadWeights = parameters.vector(hidden);
        _definition.HeadBias = parameters.vector(1)[0];
        reset();
    }

    // Its way to a zero state.
    void reset() { _model.SetWeights(_definition); }

    float step(const float* input) {
        float output;
        _model.Process(input, &output, 1);
        return output;
    }

private:
    static std::vector<float> columns(const Matrix& matrix) {
        std::vector<float> result;
        for (const std::vector<float>& column : rnngen::transpose(matrix)) {
            result.insert(result.end(), column.begin(), column.end());
        }

        return result;
    }

    NeuralAudio::LSTMModelT<layers, hidden> _model;
    NeuralAudio::LSTMDef _definition;
};

}  // namespace

const char* rnngen_network_version() { return RNNGEN_VERSION; }

void* rnngen_network_create(int kind, int hidden, int layers, const float* values, int count) {
    Parameters parameters(values, count);
    std::unique_ptr<rnngen::Network> network = static_cast<CellKind>(kind) == CellKind::lstm
        ? rnngen::createOfKind<Model, CellKind::lstm>(hidden, layers, parameters)
        : nullptr;
    return parameters.atEnd() ? network.release() : nullptr;
}
