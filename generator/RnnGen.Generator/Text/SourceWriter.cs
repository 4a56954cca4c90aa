using System;
using System.Text;

namespace RnnGen.Generator.Text;

/// <summary>
/// The one writer of emitted text: four spaces a level, always <c>\n</c>, no spaces on blank lines. Text of several lines (raw strings) is
/// indented line by line.
/// </summary>
internal sealed class SourceWriter
{
    private const int SpacesALevel = 4;

    private readonly StringBuilder _text = new(capacity: 1 << 14);
    private int _level;

    /// <summary>Writes text as whole lines at the current level.</summary>
    public void WriteLine(string text = "")
    {
        int start = 0;
        while (true)
        {
            int end = text.IndexOf('\n', start);
            int length = (end < 0 ? text.Length : end) - start;
            if (length > 0 && text[start + length - 1] == '\r')
            {
                length--;
            }

            if (length > 0)
            {
                _text.Append(' ', _level * SpacesALevel).Append(text, start, length);
            }

            _text.Append('\n');
            if (end < 0)
            {
                return;
            }

            start = end + 1;
        }
    }

    /// <summary>Writes a header, if any, and an opening brace; disposing the result closes the block.</summary>
    public Block WriteBlock(string? header = null)
    {
        if (header is not null)
        {
            WriteLine(header);
        }

        WriteLine("{");
        _level++;
        return new Block(this);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>An open brace.</summary>
    public readonly struct Block(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._level--;
            writer.WriteLine("}");
        }
    }
}
