using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using RnnGen.Tests.Networks;
using Xunit;

namespace RnnGen.Tests.Formats;

/// <summary>States in JSON are their bytes in base64.</summary>
public sealed class StateJsonConverterTests
{
    private sealed record Session(string User, TestNetworks.Mixed.State State, TestCells.Lstm3x19.State[] Streams, TestCells.Gru1x8.State? Other);

    [Fact]
    public void A_record_goes_out_and_in()
    {
        var session = new Session("a", NoiseIn<TestNetworks.Mixed.State>(1), [NoiseIn<TestCells.Lstm3x19.State>(2), default], null);
        string json = JsonSerializer.Serialize(session);
        Session read = JsonSerializer.Deserialize<Session>(json)!;
        Assert.Equal(session with { Streams = read.Streams }, read);
        Assert.Equal(session.Streams, read.Streams);
        using JsonDocument document = JsonDocument.Parse(json);
        byte[] bytes = new byte[TestNetworks.Mixed.State.ByteCount];
        session.State.Write(bytes);
        Assert.Equal(bytes, document.RootElement.GetProperty("State").GetBytesFromBase64());
    }

    /// <summary>Without reflection: as a source-generated context does it, through options and as a resolver.</summary>
    [Fact]
    public void No_reflection_is_needed()
    {
        TestCells.Gru1x8.State state = NoiseIn<TestCells.Gru1x8.State>(3);
        var options = new JsonSerializerOptions { TypeInfoResolver = new StateJsonConverter<TestCells.Gru1x8.State>() };
        var info = (JsonTypeInfo<TestCells.Gru1x8.State>)options.GetTypeInfo(typeof(TestCells.Gru1x8.State));
        Assert.Equal(state, JsonSerializer.Deserialize(JsonSerializer.Serialize(state, info), info));
        Assert.False(options.TryGetTypeInfo(typeof(TestCells.Gru3x19.State), out _));
    }

    [Fact]
    public void The_attribute_names_the_converter() => Assert.Equal(
        typeof(StateJsonConverter<TestNetworks.Filter.State>),
        ((JsonConverterAttribute)Attribute.GetCustomAttribute(typeof(TestNetworks.Filter.State), typeof(JsonConverterAttribute))!).ConverterType);

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("true")]
    [InlineData("\"\"")]
    [InlineData("\"not base64!\"")]
    [InlineData("\"AAAA\"")]
    [InlineData("\"Um5uUwEAAAA=\"")]
    [InlineData("\"")]
    public void What_is_no_state_is_refused(string json)
    {
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<TestCells.Gru1x8.State>(json));
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<TestNetworks.Mixed.State>(json));
    }

    [Fact]
    public void A_state_of_something_else_is_refused_with_the_reason()
    {
        string json = JsonSerializer.Serialize(default(TestCells.Gru3x19.State));
        var error = Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<TestCells.Lstm3x19.State>(json));
        Assert.Contains("another network or cell", error.Message, StringComparison.Ordinal);
        Assert.IsType<StateFormatException>(error.InnerException);
    }

    private static TState NoiseIn<TState>(int seed)
        where TState : struct, IState<TState>
    {
        var state = new TState[1];
        foreach (StateLayer layer in TState.Layers)
        {
            TState.SetHidden(state, Noise.Create(seed, layer.HiddenFloats(1)), layer.Name);
        }

        return state[0];
    }
}
