using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RnnGen.Formats;

/// <summary>
/// Writes the state of a cell or network as JSON: the bytes of its <c>Write</c>, in base64, as a string. Emitted states name it as their converter, so that it
/// is found by itself; only where a model is nested in a generic type put it into <see cref="JsonSerializerOptions.Converters"/>. It uses no reflection.
/// </summary>
/// <remarks>
/// A <see cref="JsonSerializerContext"/> in another assembly than the model sees it, too. In the same assembly it does not, since one source generator does not
/// see what another emits (SYSLIB1030): put <c>new StateJsonConverter&lt;Model.State&gt;()</c> behind the context in
/// <see cref="JsonSerializerOptions.TypeInfoResolverChain"/>.
/// </remarks>
/// <typeparam name="TState">The state.</typeparam>
public sealed class StateJsonConverter<TState> : JsonConverter<TState>, IJsonTypeInfoResolver
    where TState : struct, IState<TState>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The JSON is not a string of base64, or its bytes are not a state of this type.</exception>
    public override TState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetBytesFromBase64(out byte[]? bytes))
        {
            throw new JsonException($"A state is a string of base64; here is {reader.TokenType}.");
        }

        try
        {
            return TState.Read(bytes);
        }
        catch (StateFormatException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TState value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        byte[] bytes = new byte[TState.ByteCount];
        value.Write(bytes);
        writer.WriteBase64StringValue(bytes);
    }

    /// <summary>How the state is converted; null for any other type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="options">The options that ask.</param>
    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return type == typeof(TState) ? JsonMetadataServices.CreateValueInfo<TState>(options, this) : null;
    }
}
