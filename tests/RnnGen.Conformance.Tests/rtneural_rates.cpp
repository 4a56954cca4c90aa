// Writes Cases/rtneural_rates.txt: what RTNeural's own LSTM and GRU layers give when their sample rate is corrected (SampleRateCorrectionMode::LinInterp), in double. Weights
// and inputs are of a generator of whole numbers that RTNeuralRatesTests has, too.
//
//     git clone https://github.com/jatinchowdhury18/RTNeural && git -C RTNeural checkout 1fb1f075a5d66e85bfc8f488c3f3626840cb3a1d
//     g++ -std=c++17 -O1 -DRTNEURAL_USE_STL=1 -DRTNEURAL_DEFAULT_ALIGNMENT=16 -IRTNeural -IRTNeural/modules/json tests/RnnGen.Conformance.Tests/rtneural_rates.cpp -o /tmp/rates
//     /tmp/rates > tests/RnnGen.Conformance.Tests/Cases/rtneural_rates.txt
#include <RTNeural/RTNeural.h>

#include <cstdint>
#include <cstdio>
#include <vector>

namespace
{
constexpr int Hidden = 5;
constexpr int Steps = 40;

struct Noise
{
    uint32_t state = 12345;

    // In [-1, 1), of 24 bits: exactly a float.
    double next()
    {
        state = state * 1664525u + 1013904223u;
        return (state >> 8) / 8388608.0 - 1.0;
    }

    std::vector<std::vector<double>> matrix(int rows, int columns)
    {
        std::vector<std::vector<double>> values(rows, std::vector<double>(columns));
        for (auto& row : values)
        {
            for (auto& value : row)
            {
                value = next();
            }
        }

        return values;
    }
};

template <typename Layer>
void run(const char* kind, Layer& layer, double ratio, Noise& noise)
{
    layer.prepare(ratio);
    std::printf("%s %.17g\n", kind, ratio);
    for (int step = 0; step < Steps; step++)
    {
        const double input[1] = {noise.next()};
        layer.forward(input);
        for (int unit = 0; unit < Hidden; unit++)
        {
            std::printf(unit + 1 == Hidden ? "%.17g\n" : "%.17g ", layer.outs[unit]);
        }
    }
}
}

int main()
{
    constexpr auto mode = RTNeural::SampleRateCorrectionMode::LinInterp;
    for (const double ratio : {1.0, 48000.0 / 44100, 1.5, 2.0, 96000.0 / 44100, 3.75})
    {
        // Gates in Keras's order: i, f, c, o, and z, r, h.
        Noise noise;
        RTNeural::LSTMLayerT<double, 1, Hidden, mode> lstm;
        lstm.setWVals(noise.matrix(1, 4 * Hidden));
        lstm.setUVals(noise.matrix(Hidden, 4 * Hidden));
        lstm.setBVals(noise.matrix(1, 4 * Hidden)[0]);
        run("lstm", lstm, ratio, noise);

        noise = Noise();
        RTNeural::GRULayerT<double, 1, Hidden, mode> gru;
        gru.setWVals(noise.matrix(1, 3 * Hidden));
        gru.setUVals(noise.matrix(Hidden, 3 * Hidden));
        gru.setBVals(noise.matrix(2, 3 * Hidden));
        run("gru", gru, ratio, noise);
    }
}
