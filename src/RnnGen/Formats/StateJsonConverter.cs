using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnGen.Formats;

/// <summary>
/// Writes the state of a cell or network as JSON: the bytes of its <c>Write</c>, in base64, as a string. Put it on a property
/// (<c>[JsonConverter(typeof(StateJsonConverter&lt;Model.State&gt;))]</c>), into <see cref="JsonSerializerOptions.Converters"/>, or into
/// <see cref="JsonSourceGenerationOptionsAttribute.Converters"/>. It uses no reflection.
/// </summary>
/// <typeparam name="TState">The state.</typeparam>
public sealed class StateJsonConverter<TState> : JsonConverter<TState>
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
}
