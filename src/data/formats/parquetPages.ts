import type { ColumnChunk } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';

/** No page of images is larger; what a damaged header asks for is refused before it is allocated. */
export const maxPageBytes = 256 * 1024 ** 2;

/**
 * Checks the pages of a column chunk before they are decoded: the decoder trusts their headers, and would go round in
 * circles where one of them has a negative length.
 *
 * @param bytes of the chunk
 * @param maxValues that a page can have
 * @throws Error that says what is wrong.
 */
export function checkPages(bytes: Uint8Array<ArrayBuffer>, maxValues: number): void {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  while (reader.offset < bytes.length - 1) {
    const header = parquetHeader(reader);
    check('size', header.compressed_page_size, bytes.length - reader.offset);
    check('unpacked size', header.uncompressed_page_size, maxPageBytes);
    const page = header.data_page_header_v2 ?? header.data_page_header ?? header.dictionary_page_header;
    check('number of values', page?.num_values ?? 0, maxValues);
    if (header.data_page_header_v2) {
      const { num_rows, definition_levels_byte_length, repetition_levels_byte_length } =
        header.data_page_header_v2;
      check('number of rows', num_rows, maxValues);
      check('level length', definition_levels_byte_length, header.compressed_page_size);
      check('level length', repetition_levels_byte_length, header.compressed_page_size);
    }
    reader.offset += header.compressed_page_size;
  }
}

function check(what: string, value: number, limit: number): void {
  if (!Number.isInteger(value) || value < 0 || value > limit)
    throw new Error(`a page has the ${what} ${value}`);
}

/** First byte and end of a column chunk in the file. */
export function chunkRange({ meta_data }: ColumnChunk): [start: number, end: number] {
  if (!meta_data) throw new Error('a column has no description');
  const { dictionary_page_offset, data_page_offset, total_compressed_size } = meta_data;
  const offsets = [dictionary_page_offset, data_page_offset].map(Number).filter((offset) => offset > 0);
  const start = Math.min(...offsets);
  return [start, start + Number(total_compressed_size)];
}
