using System;
using System.Text;

namespace RnnGen.Generator.Text;

/// <summary>
/// The one writer of emitted text: four spaces a level, always <c>\n</c>, no spaces on blank lines, never two of these, and none inside a brace. Text of
/// several lines (raw strings) is indented line by line.
/// </summary>
internal sealed class SourceWriter
{
    /// <summary>What a brace moves text to the right by.</summary>
    public const int SpacesALevel = 4;

    private readonly StringBuilder _text = new(capacity: 1 << 14);
    private int _level;
    private bool _isBlankDue;
    private bool _isAfterBrace;

    /// <summary>Writes text as whole lines at the current level.</summary>
    public void WriteLine(string text = "")
    {
        int start = 0;
        while (true)
        {
            int end = text.IndexOf('\n', start);
            int length = (end < 0 ? text.Length : end) - start;
            while (length > 0 && char.IsWhiteSpace(text[start + length - 1]))
            {
                length--;
            }

            if (length == 0)
            {
                _isBlankDue = true;
            }
            else
            {
                WriteLine(text, start, length);
            }

            if (end < 0)
            {
                return;
            }

            start = end + 1;
        }
    }

    private void WriteLine(string text, int start, int length)
    {
        char last = text[start + length - 1];
        bool closes = length == 1 && last == '}';
        if (_isBlankDue && !closes && !_isAfterBrace && _text.Length > 0)
        {
            _text.Append('\n');
        }

        _text.Append(' ', _level * SpacesALevel).Append(text, start, length).Append('\n');
        _isBlankDue = false;
        _isAfterBrace = length == 1 && last == '{';
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
