// oneDNN (2.6 or a later 2.x, as Debian has it): LSTM, and GRU as PyTorch has it (lbr_gru). Primitives, memory and the layout of the weights that
// the library likes best are made once, before anything is timed; in training, where weights change with each update, that flatters it.
#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include <dlfcn.h>

#include <oneapi/dnnl/dnnl.hpp>

#define RNNGEN_EXPORT extern "C" __attribute__((visibility("default")))

namespace {

using dnnl::memory;
using Arguments = std::unordered_map<int, memory>;
using tag = memory::format_tag;

enum class CellKind : int { lstm = 0, gru = 1 };

thread_local std::string lastError;

// Where the gates of PyTorch stand in oneDNN's order: i f g o in both; r z n against z r n.
std::vector<int> gateOrder(CellKind kind) { return kind == CellKind::lstm ? std::vector<int>{0, 1, 2, 3} : std::vector<int>{1, 0, 2}; }

class Cell {
public:
    Cell(CellKind kind, int input, int hidden, int steps, int batch, bool training, const float* parameters, const float* outputGradients)
        : _kind(kind), _input(input), _hidden(hidden), _steps(steps), _batch(batch), _training(training),
          _gates(kind == CellKind::lstm ? 4 : 3), _biases(4), _engine(dnnl::engine::kind::cpu, 0), _stream(_engine) {
        _layerInputs = plain({steps, batch, input}, tag::tnc);
        _layerOutputs = plain({steps, batch, hidden}, tag::tnc);
        for (int i = 0; i < 2; i++) {
            _hiddenStates[i] = plain({1, 1, batch, hidden}, tag::ldnc);
            _cellStates[i] = plain({1, 1, batch, hidden}, tag::ldnc);
        }

        createForward();
        loadParameters(parameters);
        if (training) {
            createBackward();
            std::memcpy(data(_outputGradients), outputGradients, _outputGradients.get_desc().get_size());
        }
    }

    // [step, stream, hidden] from zero states; of training all results one after the other, as the program compares them.
    void compute(const float* inputs, int steps, float* results) {
        zero(_hiddenStates[0]);
        zero(_cellStates[0]);
        _current = 0;
        int inputLength = _steps * _batch * _input, outputLength = _steps * _batch * _hidden;
        for (int step = 0; step < steps; step += _steps) {
            std::memcpy(data(_layerInputs), inputs, inputLength * sizeof(float));
            repeat(1);
            std::memcpy(results, data(_layerOutputs), outputLength * sizeof(float));
            inputs += inputLength;
            results += outputLength;
        }

        if (_training) {
            writeGradients(results);
        }
    }

    // Single steps carry their state on, from one set of states to the other and back; sequences start from zeros, which stay in the first set.
    void repeat(int calls) {
        for (int call = 0; call < calls; call++) {
            _forward.execute(_stream, _forwardArguments[_current]);
            if (_training) {
                zero(_layerWeightGradients);
                zero(_recurrentWeightGradients);
                zero(_biasGradients);
                _backward.execute(_stream, _backwardArguments);
            }

            _stream.wait();
            if (_steps == 1 && !_training) {
                _current ^= 1;
            }
        }
    }

private:
    memory plain(const memory::dims& sizes, tag layout) {
        memory result({sizes, memory::data_type::f32, layout}, _engine);
        zero(result);
        return result;
    }

    static memory::desc any(const memory::dims& sizes) { return {sizes, memory::data_type::f32, tag::any}; }

    static float* data(const memory& values) { return static_cast<float*>(values.get_data_handle()); }

    static void zero(const memory& values) { std::memset(values.get_data_handle(), 0, values.get_desc().get_size()); }

    memory inLayout(memory values, const memory::desc& layout) {
        if (values.get_desc() == layout) {
            return values;
        }

        memory result(layout, _engine);
        dnnl::reorder(values, result).execute(_stream, values, result);
        _stream.wait();
        return result;
    }

    memory::dims layerWeightSizes() const { return {1, 1, _input, _gates, _hidden}; }
    memory::dims recurrentWeightSizes() const { return {1, 1, _hidden, _gates, _hidden}; }
    memory::dims biasSizes() const { return {1, 1, _biases, _hidden}; }

    void createForward() {
        auto use = _training ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference;
        auto direction = dnnl::rnn_direction::unidirectional_left2right;
        memory::desc state = _hiddenStates[0].get_desc();
        if (_kind == CellKind::lstm) {
            _lstm = dnnl::lstm_forward::primitive_desc({use, direction, _layerInputs.get_desc(), state, state, any(layerWeightSizes()),
                any(recurrentWeightSizes()), any(biasSizes()), _layerOutputs.get_desc(), state, state}, _engine);
            _forward = dnnl::lstm_forward(_lstm);
            keepLayouts(_lstm);
        } else {
            _gru = dnnl::lbr_gru_forward::primitive_desc({use, direction, _layerInputs.get_desc(), state, any(layerWeightSizes()),
                any(recurrentWeightSizes()), any(biasSizes()), _layerOutputs.get_desc(), state}, _engine);
            _forward = dnnl::lbr_gru_forward(_gru);
            keepLayouts(_gru);
        }
    }

    template <typename Description>
    void keepLayouts(const Description& description) {
        _layerWeightLayout = description.weights_layer_desc();
        _recurrentWeightLayout = description.weights_iter_desc();
        _biasLayout = description.bias_desc();
        if (_training) {
            _workspace = memory(description.workspace_desc(), _engine);
        }
    }

    void loadParameters(const float* parameters) {
        _plainLayerWeights = plain(layerWeightSizes(), tag::ldigo);
        _plainRecurrentWeights = plain(recurrentWeightSizes(), tag::ldigo);
        _plainBiases = plain(biasSizes(), tag::ldgo);
        const float* next = parameters;
        next = loadMatrix(next, _input, data(_plainLayerWeights));
        next = loadMatrix(next, _hidden, data(_plainRecurrentWeights));
        loadBiases(next, next + _gates * _hidden);
        memory layerWeights = inLayout(_plainLayerWeights, _layerWeightLayout);
        memory recurrentWeights = inLayout(_plainRecurrentWeights, _recurrentWeightLayout);
        memory biases = inLayout(_plainBiases, _biasLayout);
        for (int current = 0; current < 2; current++) {
            // A sequence leaves its last state in the second set, and starts from the first.
            Arguments& arguments = _forwardArguments[current];
            arguments = {
                {DNNL_ARG_SRC_LAYER, _layerInputs}, {DNNL_ARG_SRC_ITER, _hiddenStates[current]}, {DNNL_ARG_DST_LAYER, _layerOutputs},
                {DNNL_ARG_DST_ITER, _hiddenStates[1 - current]}, {DNNL_ARG_WEIGHTS_LAYER, layerWeights}, {DNNL_ARG_WEIGHTS_ITER, recurrentWeights},
                {DNNL_ARG_BIAS, biases},
            };
            if (_kind == CellKind::lstm) {
                arguments.insert({{DNNL_ARG_SRC_ITER_C, _cellStates[current]}, {DNNL_ARG_DST_ITER_C, _cellStates[1 - current]}});
            }

            if (_training) {
                arguments.insert({DNNL_ARG_WORKSPACE, _workspace});
            }
        }
    }

    // From [gate, unit, input] to [input, gate, unit].
    const float* loadMatrix(const float* from, int columns, float* to) const {
        std::vector<int> order = gateOrder(_kind);
        for (int gate = 0; gate < _gates; gate++) {
            for (int unit = 0; unit < _hidden; unit++) {
                for (int column = 0; column < columns; column++) {
                    to[(column * _gates + order[gate]) * _hidden + unit] = *from++;
                }
            }
        }

        return from;
    }

    // One bias a gate; a GRU's candidate has a fourth row for its recurrent one.
    void loadBiases(const float* inputBiases, const float* recurrentBiases) {
        std::vector<int> order = gateOrder(_kind);
        float* to = data(_plainBiases);
        for (int gate = 0; gate < _gates; gate++) {
            bool apart = _kind == CellKind::gru && gate == 2;
            for (int unit = 0; unit < _hidden; unit++) {
                int from = gate * _hidden + unit;
                to[order[gate] * _hidden + unit] = inputBiases[from] + (apart ? 0 : recurrentBiases[from]);
                if (apart) {
                    to[3 * _hidden + unit] = recurrentBiases[from];
                }
            }
        }
    }

    void createBackward() {
        auto use = dnnl::prop_kind::backward;
        auto direction = dnnl::rnn_direction::unidirectional_left2right;
        memory::desc inputs = _layerInputs.get_desc(), outputs = _layerOutputs.get_desc(), state = _hiddenStates[0].get_desc();
        memory::desc layerWeights = any(layerWeightSizes()), recurrentWeights = any(recurrentWeightSizes()), biases = any(biasSizes());
        if (_kind == CellKind::lstm) {
            dnnl::lstm_backward::primitive_desc description({use, direction, inputs, state, state, layerWeights, recurrentWeights, biases, outputs, state, state,
                inputs, state, state, layerWeights, recurrentWeights, biases, outputs, state, state}, _engine, _lstm);
            _backward = dnnl::lstm_backward(description);
            setBackwardArguments(description);
            _backwardArguments.insert({{DNNL_ARG_SRC_ITER_C, _cellStates[0]}, {DNNL_ARG_DST_ITER_C, _cellStates[1]},
                {DNNL_ARG_DIFF_SRC_ITER_C, plain({1, 1, _batch, _hidden}, tag::ldnc)}, {DNNL_ARG_DIFF_DST_ITER_C, plain({1, 1, _batch, _hidden}, tag::ldnc)}});
        } else {
            dnnl::lbr_gru_backward::primitive_desc description({use, direction, inputs, state, layerWeights, recurrentWeights, biases, outputs, state,
                inputs, state, layerWeights, recurrentWeights, biases, outputs, state}, _engine, _gru);
            _backward = dnnl::lbr_gru_backward(description);
            setBackwardArguments(description);
        }
    }

    template <typename Description>
    void setBackwardArguments(const Description& description) {
        _inputGradients = plain({_steps, _batch, _input}, tag::tnc);
        _outputGradients = plain({_steps, _batch, _hidden}, tag::tnc);
        _layerWeightGradients = memory(description.diff_weights_layer_desc(), _engine);
        _recurrentWeightGradients = memory(description.diff_weights_iter_desc(), _engine);
        _biasGradients = memory(description.diff_bias_desc(), _engine);
        _backwardArguments = {
            {DNNL_ARG_SRC_LAYER, _layerInputs}, {DNNL_ARG_SRC_ITER, _hiddenStates[0]}, {DNNL_ARG_DST_LAYER, _layerOutputs},
            {DNNL_ARG_DST_ITER, _hiddenStates[1]}, {DNNL_ARG_WORKSPACE, _workspace},
            {DNNL_ARG_WEIGHTS_LAYER, inLayout(_plainLayerWeights, description.weights_layer_desc())},
            {DNNL_ARG_WEIGHTS_ITER, inLayout(_plainRecurrentWeights, description.weights_iter_desc())},
            {DNNL_ARG_BIAS, inLayout(_plainBiases, description.bias_desc())},
            {DNNL_ARG_DIFF_SRC_LAYER, _inputGradients}, {DNNL_ARG_DIFF_SRC_ITER, plain({1, 1, _batch, _hidden}, tag::ldnc)},
            {DNNL_ARG_DIFF_DST_LAYER, _outputGradients}, {DNNL_ARG_DIFF_DST_ITER, plain({1, 1, _batch, _hidden}, tag::ldnc)},
            {DNNL_ARG_DIFF_WEIGHTS_LAYER, _layerWeightGradients}, {DNNL_ARG_DIFF_WEIGHTS_ITER, _recurrentWeightGradients},
            {DNNL_ARG_DIFF_BIAS, _biasGradients},
        };
    }

    // Gradients of the inputs, weight_ih, weight_hh, bias_ih and bias_hh, in PyTorch's order.
    void writeGradients(float* to) {
        to = std::copy_n(data(_inputGradients), _steps * _batch * _input, to);
        to = writeMatrix(inLayout(_layerWeightGradients, _plainLayerWeights.get_desc()), _input, to);
        to = writeMatrix(inLayout(_recurrentWeightGradients, _plainRecurrentWeights.get_desc()), _hidden, to);
        memory biases = inLayout(_biasGradients, _plainBiases.get_desc());
        std::vector<int> order = gateOrder(_kind);
        for (bool recurrent : {false, true}) {
            for (int gate = 0; gate < _gates; gate++) {
                int row = recurrent && _kind == CellKind::gru && gate == 2 ? 3 : order[gate];
                to = std::copy_n(data(biases) + row * _hidden, _hidden, to);
            }
        }
    }

    float* writeMatrix(const memory& gradients, int columns, float* to) const {
        std::vector<int> order = gateOrder(_kind);
        for (int gate = 0; gate < _gates; gate++) {
            for (int unit = 0; unit < _hidden; unit++) {
                for (int column = 0; column < columns; column++) {
                    *to++ = data(gradients)[(column * _gates + order[gate]) * _hidden + unit];
                }
            }
        }

        return to;
    }

    const CellKind _kind;
    const int _input, _hidden, _steps, _batch;
    const bool _training;
    const int _gates, _biases;
    dnnl::engine _engine;
    dnnl::stream _stream;
    dnnl::lstm_forward::primitive_desc _lstm;
    dnnl::lbr_gru_forward::primitive_desc _gru;
    dnnl::primitive _forward, _backward;
    memory::desc _layerWeightLayout, _recurrentWeightLayout, _biasLayout;
    memory _layerInputs, _layerOutputs, _hiddenStates[2], _cellStates[2], _workspace;
    memory _plainLayerWeights, _plainRecurrentWeights, _plainBiases;
    memory _inputGradients, _outputGradients, _layerWeightGradients, _recurrentWeightGradients, _biasGradients;
    Arguments _forwardArguments[2], _backwardArguments;
    int _current = 0;
};

int threadCount = 1;

// OpenMP's threads are those of whichever library of it the process has loaded.
void* findSetThreads() { return dlsym(RTLD_DEFAULT, "omp_set_num_threads"); }

// Each thread has a number of its own for what it starts; the program creates cells and computes with them on one.
void useThreads() {
    if (void* function = findSetThreads()) {
        reinterpret_cast<void (*)(int)>(function)(threadCount);
    }
}

}  // namespace

/// The library's version.
RNNGEN_EXPORT const char* rnngen_onednn_version() {
    static const std::string version = [] {
        const dnnl_version_t* loaded = dnnl::version();
        return std::to_string(loaded->major) + "." + std::to_string(loaded->minor) + "." + std::to_string(loaded->patch);
    }();
    return version.c_str();
}

/// What went wrong in this thread's last call that returned null.
RNNGEN_EXPORT const char* rnngen_onednn_error() { return lastError.c_str(); }

/// Threads of all cells created from now on; zero if the library cannot be told, because it has no OpenMP.
RNNGEN_EXPORT int rnngen_onednn_set_threads(int threads) {
    if (threads > 1 && (dnnl::version()->cpu_runtime != DNNL_RUNTIME_OMP || !findSetThreads())) {
        return 0;
    }

    threadCount = threads;
    return 1;
}

/// A cell with its primitives, or null. Parameters are weight_ih, weight_hh, bias_ih and bias_hh; gradients of the outputs are for training only.
RNNGEN_EXPORT void* rnngen_onednn_create(
    int kind, int input, int hidden, int steps, int batch, int training, const float* parameters, const float* outputGradients) {
    try {
        useThreads();
        return new Cell(static_cast<CellKind>(kind), input, hidden, steps, batch, training != 0, parameters, outputGradients);
    } catch (const std::exception& error) {
        lastError = error.what();
        return nullptr;
    }
}

RNNGEN_EXPORT void rnngen_onednn_compute(void* cell, const float* inputs, int steps, float* results) {
    static_cast<Cell*>(cell)->compute(inputs, steps, results);
}

RNNGEN_EXPORT void rnngen_onednn_repeat(void* cell, int calls) { static_cast<Cell*>(cell)->repeat(calls); }

RNNGEN_EXPORT void rnngen_onednn_destroy(void* cell) { delete static_cast<Cell*>(cell); }
