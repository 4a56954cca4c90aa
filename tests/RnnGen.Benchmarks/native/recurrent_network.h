// What a wrapper of a library for small recurrent networks exports: one stream, one input and one output a step, recurrent layers and a dense layer.
// The program looks for these five names in every .so of its folder of peers; so each build is a shared object of its own.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#define RNNGEN_EXPORT extern "C" __attribute__((visibility("default")))

namespace rnngen {

enum class CellKind : int { lstm = 0, gru = 1 };

using Matrix = std::vector<std::vector<float>>;

/// Parameters as PyTorch has them, one after the other: of each layer weight_ih, weight_hh, bias_ih, bias_hh; then weight and bias of the dense layer.
class Parameters {
public:
    Parameters(const float* values, int count) : _next(values), _end(values + count) {}

    std::vector<float> vector(int length) {
        const float* first = _next;
        _next += length;
        return std::vector<float>(first, _next);
    }

    Matrix matrix(int rows, int columns) {
        Matrix result;
        for (int row = 0; row < rows; row++) {
            result.push_back(vector(columns));
        }

        return result;
    }

    /// Whether exactly all of them were taken.
    bool atEnd() const { return _next == _end; }

private:
    const float* _next;
    const float* _end;
};

inline Matrix transpose(const Matrix& matrix) {
    Matrix result(matrix[0].size(), std::vector<float>(matrix.size()));
    for (std::size_t row = 0; row < matrix.size(); row++) {
        for (std::size_t column = 0; column < matrix[row].size(); column++) {
            result[column][row] = matrix[row][column];
        }
    }

    return result;
}

/// The sum of both biases: what a cell needs that has only one.
inline std::vector<float> sum(std::vector<float> left, const std::vector<float>& right) {
    for (std::size_t i = 0; i < left.size(); i++) {
        left[i] += right[i];
    }

    return left;
}

/// A network whose sizes the compiler knew.
class Network {
public:
    virtual ~Network() = default;

    /// From a zero state.
    virtual void run(const float* inputs, float* outputs, int steps) = 0;

    /// The same input over and over, the state carried on. The loop is on this side, where the library's own code can be inlined, as its users have it.
    virtual void repeat(float input, int steps) = 0;
};

/// For a Model with reset() and float step(const float*).
template <typename Model>
class NetworkOf final : public Network {
public:
    explicit NetworkOf(Parameters& parameters) : _model(parameters) {}

    void run(const float* inputs, float* outputs, int steps) override {
        _model.reset();
        for (int step = 0; step < steps; step++) {
            outputs[step] = _model.step(inputs + step);
        }
    }

    void repeat(float input, int steps) override {
        for (int step = 0; step < steps; step++) {
            // For all the compiler knows, each step has another input, and somebody reads each output.
            asm volatile("" : "+m"(input));
            float output = _model.step(&input);
            asm volatile("" : : "x"(output));
        }
    }

private:
    Model _model;
};

/// Creates the network of a shape that there is code for, or null. Template is a class template over kind, hidden units and layers.
template <template <CellKind, int, int> typename Model, CellKind kind>
std::unique_ptr<Network> createOfKind(int hidden, int layers, Parameters& parameters) {
    if (layers == 1) {
        switch (hidden) {
            case 8: return std::make_unique<NetworkOf<Model<kind, 8, 1>>>(parameters);
            case 16: return std::make_unique<NetworkOf<Model<kind, 16, 1>>>(parameters);
            case 24: return std::make_unique<NetworkOf<Model<kind, 24, 1>>>(parameters);
            case 32: return std::make_unique<NetworkOf<Model<kind, 32, 1>>>(parameters);
            case 40: return std::make_unique<NetworkOf<Model<kind, 40, 1>>>(parameters);
            case 64: return std::make_unique<NetworkOf<Model<kind, 64, 1>>>(parameters);
            default: return nullptr;
        }
    }

    if (layers == 2) {
        switch (hidden) {
            case 8: return std::make_unique<NetworkOf<Model<kind, 8, 2>>>(parameters);
            case 16: return std::make_unique<NetworkOf<Model<kind, 16, 2>>>(parameters);
            default: return nullptr;
        }
    }

    return nullptr;
}

}  // namespace rnngen

/// The library's revision and how this was built.
RNNGEN_EXPORT const char* rnngen_network_version();

/// A network, or null if there is no code for its shape.
RNNGEN_EXPORT void* rnngen_network_create(int kind, int hidden, int layers, const float* parameters, int count);

RNNGEN_EXPORT void rnngen_network_run(void* network, const float* inputs, float* outputs, int steps) {
    static_cast<rnngen::Network*>(network)->run(inputs, outputs, steps);
}

RNNGEN_EXPORT void rnngen_network_repeat(void* network, float input, int steps) {
    static_cast<rnngen::Network*>(network)->repeat(input, steps);
}

RNNGEN_EXPORT void rnngen_network_destroy(void* network) {
    delete static_cast<rnngen::Network*>(network);
}
