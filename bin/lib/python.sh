# Names a Python of 3.11 or newer, or says what to install. Sourced by the programs in bin/.
python_to_use() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    echo "Khumue needs Python 3.11 or newer: apt-get install -y python3 python3-venv" >&2
    return 1
}
