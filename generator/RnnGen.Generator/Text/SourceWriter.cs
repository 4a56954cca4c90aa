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

    /// <summary>Columns of a line of code: a longer one goes on in the next.</summary>
    public const int MaxColumns = 140;

    // Where a line may go on in the next: behind the arrow of a body, a comma, or an opening parenthesis.
    private static readonly string[] Breaks = ["=> ", ", ", "("];

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

        AppendWrapped(text.Substring(start, length), _level * SpacesALevel);
        _isBlankDue = false;
        _isAfterBrace = length == 1 && last == '{';
    }

    private void AppendWrapped(string line, int indentation)
    {
        string code = line.TrimStart();
        indentation += line.Length - code.Length;
        int room = MaxColumns - indentation;
        bool isCode = !code.StartsWith("//", StringComparison.Ordinal);
        bool isContinued = false;
        while (isCode && code.Length > room && BreakOf(code, room) is > 0 and int end)
        {
            _text.Append(' ', indentation).Append(code.Substring(0, end).TrimEnd()).Append('\n');
            code = code.Substring(end);
            if (!isContinued)
            {
                isContinued = true;
                indentation += SpacesALevel;
                room -= SpacesALevel;
            }
        }

        _text.Append(' ', indentation).Append(code).Append('\n');
    }

    /// <summary>Where a line that has not the room goes on in the next: as late as it can, but at an arrow if there is one. 0 for nowhere.</summary>
    private static int BreakOf(string code, int room)
    {
        foreach (string mark in Breaks)
        {
            int place = code.LastIndexOf(mark, room - mark.TrimEnd().Length, StringComparison.Ordinal);
            if (place > 0)
            {
                return place + mark.Length;
            }
        }

        return 0;
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
